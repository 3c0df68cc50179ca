-- backlog.lua : what waits for the async pool, and an even sample of it. Read only.
-- KEYS prefix | ARGV head-room (-1: by the servers) sample most-bytes (of documents)
-- Answers now, epoch, number of jobs beyond the reach of the stock servers (heads left for too long and reserved jobs too),
-- number of deferred jobs, number of parked ones, number of jobs in the sample, then id, score (0: reserved), body of those of
-- the sample that are not parked
-- 0 nothing waits
-- include lib/keys.lua
-- include lib/headroom.lua
local room, patience = headroom(ARGV[1])
local sample, most = tonumber(ARGV[2]), tonumber(ARGV[3])
local enqueued = queue('ENQUEUED')
local heads = 0
if room > 0 then
  heads = math.min(room, redis.call('ZCOUNT', enqueued, '-inf', '(' .. string.format('%.0f', now - patience)))
end
local apart = redis.call('ZCARD', reserved)
local all = apart + heads + math.max(0, redis.call('ZCARD', enqueued) - room)
local function at(place)
  if place < apart then return redis.call('ZRANGE', reserved, place, place)[1], '0' end
  local rank = place - apart
  if rank >= heads then rank = rank - heads + room end
  local found = redis.call('ZRANGE', enqueued, rank, rank, 'WITHSCORES')
  return found[1], found[2]
end
local reply = {now, epochNow(), all, redis.call('ZCARD', queue('SCHEDULED')), redis.call('HLEN', parked), 0}
local size, bytes = math.min(sample, all), 0
-- a stride that visits every place once: where the bytes end the sample early, what was seen is spread evenly all the same
local stride = 1
for _, try in ipairs({37, 31, 29, 23}) do
  if size % try ~= 0 and stride == 1 then stride = try end
end
for i = 0, size - 1 do
  if bytes >= most then break end
  -- one place somewhere in each part of equal length: a pattern in the queue must not meet a pattern of ours
  local id, score = at(math.floor((i * stride % size + math.random()) * all / size))
  reply[6] = reply[6] + 1
  if redis.call('HEXISTS', parked, id) == 0 then
    local body = redis.call('GET', job(id)) or ''
    bytes = bytes + #body
    reply[#reply + 1] = id
    reply[#reply + 1] = score
    reply[#reply + 1] = body
  end
end
return reply
