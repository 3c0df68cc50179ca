-- recurring.lua : the recurring jobs, if they are ours: only while no legacy server lives. While one does, it is noted that it was
-- seen, and how long it keeps ended jobs, for the time after it.
-- KEYS prefix | ARGV sum of the creation times of the definitions that the caller has
-- Answers now, whether it is ours, when a legacy server was last seen (µs), the longest known poll interval (µs), sum, decided
-- {id, time of the last run that was decided in µs …}, definitions {id, body …} (none where the sum is the caller's)
-- 0 a legacy server lives · 1 ours
-- include lib/keys.lua
local GAP = 60000000
local servers = redis.call('ZRANGEBYSCORE', created, '-inf', '(+inf')
if #servers > 0 then
  local said = redis.call('HMGET', server(servers[1]), 'deleteSucceededJobsAfter', 'permanentlyDeleteDeletedJobsAfter')
  redis.call('HSET', master, 'seen', string.format('%.0f', now), 'deleteAfter', said[1] or 'PT36H', 'removeAfter', said[2] or 'PT72H')
  return {now, 0, now, 0, '', {}, {}}
end
-- runs that fell due while nobody at all was master are skipped
local stood = redis.call('HMGET', master, 'seen', 'reigned')
local last = math.max(tonumber(stood[1] or '') or 0, tonumber(stood[2] or '') or 0)
if last < now - GAP then redis.call('HSET', master, 'seen', string.format('%.0f', now)) end
redis.call('HSET', master, 'reigned', string.format('%.0f', now))
local sum, bodies = 0, {}
local times = redis.call('HVALS', p .. 'recurringjob:createdAt')
for _, time in ipairs(times) do sum = sum + time end
sum = string.format('%d:%.0f', #times, sum)
if sum ~= ARGV[1] then
  for _, id in ipairs(redis.call('SMEMBERS', p .. 'recurringjobs')) do
    bodies[#bodies + 1] = id
    bodies[#bodies + 1] = redis.call('GET', p .. 'recurringjob:' .. id) or ''
  end
end
return {now, 1, tonumber(redis.call('HGET', master, 'seen')) or now, tonumber(redis.call('GET', pollKnown) or '') or 0, sum,
  redis.call('HGETALL', decided), bodies}
