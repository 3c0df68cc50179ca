-- reserve.lua : take heads that stock servers have left for too long, without showing it in the body yet. A stock server
-- that had read the old body loses at its own version check; one that reads now sees no PROCESSING that it would
-- stumble over. Settled after a while by settle.lua.
-- KEYS prefix | ARGV worker lease head-room, then id version task key value born a job
-- Answers now, then code and token a job:
-- 1 reserved · 0 lost · -1 not ours by its route · -3 too young
-- -4 as many of its task are in flight as its cap allows · -5 its task is paused · -6 its key was read by an older route
-- -7 younger than the minimum age
-- include lib/keys.lua
-- include lib/headroom.lua
-- include lib/age.lua
-- include lib/route.lua
-- include lib/index.lua
-- include lib/limits.lua
-- include lib/number.lua
-- include lib/flight.lua
local me, holds = ARGV[1], tonumber(ARGV[2])
local _, patience, poll = headroom(ARGV[3])
local ripe = now - minimumAge(poll)
local enqueued = queue('ENQUEUED')
local reply = {now}
for i = 4, #ARGV, 6 do
  local id, v, task, key, value, born =
    ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4], tonumber(ARGV[i + 5])
  local score = redis.call('ZSCORE', enqueued, id)
  local whose = side(id, task, key, value)
  local code, token = 1, 0
  if not score or redis.call('GET', version(id)) ~= v then code = 0
  elseif whose ~= 1 then code = whose
  elseif isHeld(task) then code = -5
  elseif isFull(task) then code = -4
  elseif tonumber(score) >= now - patience then code = -3
  elseif born > ripe then code = -7
  else
    token = nextToken()
    redis.call('SET', version(id), v + 1)
    redis.call('ZREM', enqueued, id)
    redis.call('ZADD', reserved, now + holds, id)
    redis.call('HSET', lease, id, string.format('%.0f:%d:%s', token, v + 1, me))
    board(id, task)
    redis.call('HDEL', parked, id)
    unlist(id)
  end
  reply[#reply + 1] = code
  reply[#reply + 1] = token
end
return reply
