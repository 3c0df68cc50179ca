-- status.lua : who lives, what is routed where, how many jobs are in which state. Read only.
-- KEYS prefix | ARGV none
-- Answers now, epoch, routes {task, record …}, workers {id, lives, fields, number of tasks},
-- legacy servers {id, lives, level, fields}, counts {state, number …}, number of reserved, number of parked,
-- caps {task, most …}, jobs in flight {task, number …}, paused tasks, groups {task, group …}, the async pool's last times
-- {claim, µs, start, µs}, the age in µs that a job must have; * is any task
-- 0 dead · 1 lives
-- include lib/keys.lua
-- include lib/alive.lua
-- include lib/headroom.lua
-- include lib/age.lua
local pool, legacy, counts = {}, {}, {}
for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
  pool[#pool + 1] = {id, workerLives(id) and 1 or 0, redis.call('HGETALL', worker(id)),
    redis.call('SCARD', worker(id) .. ':tasks')}
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', created, '-inf', '(+inf')) do
  legacy[#legacy + 1] = {id, serverLives(id) and 1 or 0, levelOf(id), redis.call('HGETALL', server(id)),
    redis.call('HGETALL', p .. 'turnout:legacy:' .. id)}
end
for _, state in ipairs({'SCHEDULED', 'ENQUEUED', 'PROCESSING', 'SUCCEEDED', 'FAILED', 'DELETED'}) do
  counts[#counts + 1] = state
  counts[#counts + 1] = redis.call('ZCARD', queue(state))
end
local _, _, longest = headroom(-1)
return {now, epochNow(), redis.call('HGETALL', routes), pool, legacy, counts, redis.call('ZCARD', reserved),
  redis.call('HLEN', parked), redis.call('HGETALL', caps), redis.call('HGETALL', inflight), redis.call('SMEMBERS', hold),
  redis.call('HGETALL', groups), redis.call('HGETALL', lastOf), minimumAge(longest)}
