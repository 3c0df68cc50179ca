-- settle.lua : show a reserved job as processing; its version was raised by the reserve
-- KEYS prefix | ARGV worker lease at, then id token version body recurring task key value a job
-- Answers now, epoch, then code and crashes so far a job:
-- 1 claimed · -1 lost · -2 not ours by its route any more, -5 its task is paused: give it back · -9 clock off
-- include lib/keys.lua
-- include lib/route.lua
-- include lib/limits.lua
-- include lib/number.lua
-- include lib/flight.lua
local me, holds, at = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local reply = {now, epochNow()}
for i = 4, #ARGV, 8 do
  local id, token, v, body, recurring, task, key, value =
    ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4], ARGV[i + 5], ARGV[i + 6], ARGV[i + 7]
  local code = 1
  if redis.call('HGET', lease, id) ~= token .. ':' .. v .. ':' .. me
    or redis.call('GET', version(id)) ~= v or not redis.call('ZSCORE', reserved, id) then code = -1
  elseif side(id, task, key, value) ~= 1 then code = -2
  elseif isHeld(task) then code = -5
  elseif clockIsOff(at) then code = -9
  else
    redis.call('SET', job(id), body)
    redis.call('ZREM', reserved, id)
    redis.call('ZADD', queue('PROCESSING'), now, id)
    if recurring ~= '' then
      redis.call('SREM', marker('ENQUEUED'), recurring)
      redis.call('SADD', marker('PROCESSING'), recurring)
    end
    redis.call('ZADD', leases, now + holds, id)
    redis.call('HSET', lastOf, 'claim', string.format('%.0f', now), 'claim ' .. task, string.format('%.0f', now))
    board(id, task) -- counted by the reserve, unless that record was lost
  end
  reply[#reply + 1] = code
  reply[#reply + 1] = mended(crashes, id)
end
return reply
