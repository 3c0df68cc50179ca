-- reserve.lua : take heads that stock servers have left for too long, without showing it in the body yet. A stock server
-- that had read the old body loses at its own version check; one that reads now sees no PROCESSING that it would
-- stumble over. Settled after a while by settle.lua.
-- KEYS prefix | ARGV worker lease head-room, then id version task a job
-- Answers now, then code and token a job:
-- 1 reserved · 0 lost · -1 not ours by its route · -3 too young
-- -4 as many of its task are in flight as its cap allows · -5 its task is paused
-- include lib/keys.lua
-- include lib/headroom.lua
-- include lib/route.lua
-- include lib/limits.lua
-- include lib/flight.lua
local me, holds = ARGV[1], tonumber(ARGV[2])
local _, patience = headroom(ARGV[3])
local enqueued = queue('ENQUEUED')
local reply = {now}
for i = 4, #ARGV, 3 do
  local id, v, task = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local score = redis.call('ZSCORE', enqueued, id)
  local code, token = 1, 0
  if not score or redis.call('GET', version(id)) ~= v then code = 0
  elseif not ours(task, id) then code = -1
  elseif isHeld(task) then code = -5
  elseif isFull(task) then code = -4
  elseif tonumber(score) >= now - patience then code = -3
  else
    token = redis.call('INCR', p .. 'turnout:token')
    redis.call('SET', version(id), v + 1)
    redis.call('ZREM', enqueued, id)
    redis.call('ZADD', reserved, now + holds, id)
    redis.call('HSET', lease, id, string.format('%.0f:%d:%s', token, v + 1, me))
    board(id, task)
    redis.call('HDEL', parked, id)
  end
  reply[#reply + 1] = code
  reply[#reply + 1] = token
end
return reply
