-- claim.lua : take jobs beyond the head-room, visible as processing at once
-- KEYS prefix | ARGV worker lease skew head-room at, then id version body recurring task a job
-- Answers now, epoch, then code, token and crashes so far a job:
-- 1 claimed · 0 lost (changed, or gone) · -1 not ours by its route · -2 too near to the head · -3 too young
-- -4 as many of its task are in flight as its cap allows · -5 its task is paused · -9 clock off
-- include lib/keys.lua
-- include lib/headroom.lua
-- include lib/route.lua
-- include lib/limits.lua
-- include lib/flight.lua
-- include lib/move.lua
local me, holds, skew, at = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[5]
local room = headroom(ARGV[4])
local enqueued = queue('ENQUEUED')
local reply = {now, epochNow()}
for i = 6, #ARGV, 5 do
  local id, v, body, recurring, task = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local score = redis.call('ZSCORE', enqueued, id)
  local code, token = 1, 0
  if not score or redis.call('GET', version(id)) ~= v then code = 0
  elseif not ours(task, id) then code = -1
  elseif isHeld(task) then code = -5
  elseif isFull(task) then code = -4
  elseif room > 0 and redis.call('ZRANK', enqueued, id) < room then code = -2
  elseif room > 0 and tonumber(score) > now - skew then code = -3
  elseif clockIsOff(at) then code = -9
  else
    token = redis.call('INCR', p .. 'turnout:token')
    move(id, 'ENQUEUED', 'PROCESSING', v + 1, body, now, 0, recurring)
    redis.call('HSET', lease, id, string.format('%.0f:%d:%s', token, v + 1, me))
    redis.call('ZADD', leases, now + holds, id)
    board(id, task)
    redis.call('HDEL', parked, id)
  end
  reply[#reply + 1] = code
  reply[#reply + 1] = token
  reply[#reply + 1] = tonumber(redis.call('HGET', crashes, id) or 0)
end
return reply
