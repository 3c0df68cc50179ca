-- peek.lua : look at claimable jobs. Read only.
-- KEYS prefix | ARGV head-room (-1: by the servers) skew offset count
-- Answers now, head-room, epoch, length of the queue, then id, version, body, head (1: below the head-room, but too old
-- to be left to the stock servers) a job. Version and body are empty where the key is missing.
-- 0 no head · 1 head
-- include lib/keys.lua
-- include lib/headroom.lua
local room, patience = headroom(ARGV[1])
local skew, offset, count = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local enqueued = queue('ENQUEUED')
local reply = {now, room, epochNow(), redis.call('ZCARD', enqueued)}
local function add(id, head)
  reply[#reply + 1] = id
  reply[#reply + 1] = redis.call('GET', version(id)) or ''
  reply[#reply + 1] = redis.call('GET', job(id)) or ''
  reply[#reply + 1] = head
end
if room > 0 and offset == 0 then
  local heads = redis.call('ZRANGE', enqueued, 0, math.min(room, count) - 1, 'WITHSCORES')
  for i = 1, #heads, 2 do
    if tonumber(heads[i + 1]) < now - patience then add(heads[i], 1) end
  end
end
local rest = redis.call('ZRANGE', enqueued, room + offset, room + offset + count - 1, 'WITHSCORES')
for i = 1, #rest, 2 do
  if room == 0 or tonumber(rest[i + 1]) <= now - skew then add(rest[i], 0) end
end
return reply
