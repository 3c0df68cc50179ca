-- peek.lua : look at claimable jobs. Read only.
-- KEYS prefix | ARGV head-room (-1: by the servers) skew offset count most-bytes (of documents; at least one is read)
-- Answers now, head-room, epoch, length of the queue (0 while everything is paused), number of ids looked at from the offset
-- on, rooms, then id, version, body, head (1: below the head-room, but too old to be left to the stock servers) a job.
-- Version and body are empty where the key is missing. Rooms are {task, room …}: how many more of a task may be claimed, where
-- that is less than count; a task that is not named has the room of *, and if that is not named either, enough.
-- 0 no head · 1 head
-- include lib/keys.lua
-- include lib/headroom.lua
local room, patience = headroom(ARGV[1])
local skew, offset, count, most = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
if redis.call('SISMEMBER', hold, '*') == 1 then return {now, room, epochNow(), 0, 0, {}} end
local enqueued = queue('ENQUEUED')

local function rooms()
  local capOf, flying, found = {}, {}, {}
  local set, air = redis.call('HGETALL', caps), redis.call('HGETALL', inflight)
  for i = 1, #set, 2 do capOf[set[i]] = tonumber(set[i + 1]) or math.huge end
  for _, task in ipairs(redis.call('SMEMBERS', hold)) do capOf[task] = 0 end
  if next(capOf) == nil then return found end
  local others = capOf['*'] or math.huge
  for i = 1, #air, 2 do
    flying[air[i]] = tonumber(air[i + 1])
    capOf[air[i]] = capOf[air[i]] or others
  end
  for task, cap in pairs(capOf) do
    local left = math.min(2147483647, math.max(0, cap - (flying[task] or 0)))
    if left < count or others < count then
      found[#found + 1] = task
      found[#found + 1] = left
    end
  end
  return found
end

local reply = {now, room, epochNow(), redis.call('ZCARD', enqueued), 0, rooms()}
local bytes = 0
local function add(id, head)
  local body = redis.call('GET', job(id)) or ''
  bytes = bytes + #body
  reply[#reply + 1] = id
  reply[#reply + 1] = redis.call('GET', version(id)) or ''
  reply[#reply + 1] = body
  reply[#reply + 1] = head
end
if room > 0 and offset == 0 then
  local heads = redis.call('ZRANGE', enqueued, 0, math.min(room, count) - 1, 'WITHSCORES')
  for i = 1, #heads, 2 do
    if tonumber(heads[i + 1]) < now - patience and bytes < most then add(heads[i], 1) end
  end
end
bytes = 0
local rest = redis.call('ZRANGE', enqueued, room + offset, room + offset + count - 1, 'WITHSCORES')
for i = 1, #rest, 2 do
  if bytes >= most then break end
  reply[5] = reply[5] + 1
  if room == 0 or tonumber(rest[i + 1]) <= now - skew then add(rest[i], 0) end
end
return reply
