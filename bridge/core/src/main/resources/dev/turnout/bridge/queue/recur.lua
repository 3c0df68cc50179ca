-- recur.lua : make the next instance of a recurring job, as JobRunr's master does. It asks in the same breath that none lives.
-- KEYS prefix | ARGV at, then recurring id, due, id, body, creation time of the definition (ms) an instance
-- Answers now, then a code an instance:
-- 1 made · 0 left out and counted: an earlier one waits, is enqueued or runs · -1 decided before · -2 a legacy server lives, it is the master's to do
-- -3 the definition has changed, or is gone · -9 clock off
-- include lib/keys.lua
local at = ARGV[1]
local legacy = redis.call('ZCOUNT', created, '-inf', '(+inf') > 0
local reply = {now}
for i = 2, #ARGV, 5 do
  local recurring, dueAt, id, body = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local code = 1
  if legacy then code = -2
  elseif redis.call('HGET', p .. 'recurringjob:createdAt', recurring) ~= ARGV[i + 4] then code = -3
  elseif (tonumber(redis.call('HGET', decided, recurring) or '') or 0) >= tonumber(dueAt) then code = -1
  elseif clockIsOff(at) then code = -9
  else
    for _, state in ipairs({'SCHEDULED', 'ENQUEUED', 'PROCESSING'}) do
      if redis.call('SISMEMBER', marker(state), recurring) == 1 then code = 0 end
    end
    redis.call('HSET', decided, recurring, dueAt)
    if code == 0 then redis.call('HINCRBY', master, 'overlapped', 1) end
    if code == 1 then
      redis.call('SET', version(id), 1)
      redis.call('SET', job(id), body)
      redis.call('ZADD', queue('SCHEDULED'), at, id)
      redis.call('ZADD', due, dueAt, id)
      redis.call('SADD', marker('SCHEDULED'), recurring)
    end
  end
  reply[#reply + 1] = code
end
return reply
