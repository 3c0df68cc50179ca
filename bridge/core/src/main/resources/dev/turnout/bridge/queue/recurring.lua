-- recurring.lua : the recurring jobs, and whose they are: JobRunr's master's while a legacy server lives, else ours. Each change of
-- the master is noted, with the time in which nobody may have looked at what falls due (the gap); and how long servers keep ended jobs.
-- KEYS prefix | ARGV sum of the creation times of the definitions that the caller has
-- Answers now, whether it is ours, reign (since when the master is who it is, µs), steady (since when its beats have not failed, µs),
-- the gap: since when runs may have been left out (µs; 0: there is none), nobody looked from and to (µs), then from when on runs are
-- ours (µs), the last known poll interval (µs), sum, decided {id, time of the last run that was decided in µs …}, filled {the same of
-- runs that a gap had left out}, definitions {id, body …} (none where the sum is the caller's), how long ended jobs and deleted ones are kept
-- 0 a legacy server lives · 1 ours
-- include lib/keys.lua
-- what fell due while none of us looked for so long is left out, as JobRunr does
local GAP = 300000000
-- a round of ours may come so late
local LATE = 5000000
local function micros(value) return string.format('%.0f', value) end
local head = redis.call('ZRANGEBYSCORE', created, '-inf', '(+inf', 'WITHSCORES', 'LIMIT', 0, 1)
local ours = #head == 0
-- a server that has restarted itself is another one: it has forgotten what it made
local who = ours and '' or head[1] .. '@' .. head[2]
local poll = tonumber(redis.call('GET', pollKnown) or '') or 15000000
local beat = now
if not ours then
  local said = redis.call('HMGET', server(head[1]), 'deleteSucceededJobsAfter', 'permanentlyDeleteDeletedJobsAfter', 'pollIntervalInSeconds')
  redis.call('HSET', master, 'deleteAfter', said[1] or 'PT36H', 'removeAfter', said[2] or 'PT72H')
  poll = (tonumber(said[3] or '') or poll / 1000000) * 1000000
  beat = tonumber(redis.call('ZSCORE', updated, head[1]) or '') or now
end
local was = redis.call('HGET', master, 'who')
local looked = tonumber(redis.call('HGET', master, 'looked') or '') or 0
local function opens(from, quietFrom)
  if redis.call('HSETNX', master, 'gap', micros(from)) == 1 then
    redis.call('HSET', master, 'quietFrom', micros(quietFrom), 'quietTo', micros(looked))
  elseif quietFrom == 0 then
    redis.call('HSET', master, 'quietTo', micros(looked))
  end
end
if not was or looked < now - GAP then
  redis.call('HDEL', master, 'gap', 'quietFrom', 'quietTo')
  redis.call('HSET', master, 'who', who, 'reign', micros(now), 'steady', micros(now), 'from', micros(now))
  looked = now
  if ours then opens(now, 0) end
elseif was ~= who then
  local last = tonumber(redis.call('HGET', master, 'beat') or '') or looked
  local before = tonumber(redis.call('HGET', master, 'poll') or '') or poll
  -- a legacy master makes runs up to one poll ahead; we look when they fall due
  if was == '' then opens(looked - LATE, 0) else opens(last - before, last + before + 1000000) end
  redis.call('HSET', master, 'who', who, 'reign', micros(now), 'steady', micros(now))
elseif ours and looked < now - LATE then
  opens(looked - LATE, 0)
elseif not ours and beat < now - 2 * poll - 2000000 then
  redis.call('HSET', master, 'steady', micros(now))
end
redis.call('HSET', master, 'looked', micros(now), 'beat', micros(beat), 'poll', micros(poll))
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
local said = redis.call('HMGET', master, 'reign', 'steady', 'gap', 'quietFrom', 'quietTo', 'from', 'deleteAfter', 'removeAfter')
local reply = {now, ours and 1 or 0}
for i = 1, 6 do reply[#reply + 1] = said[i] or '0' end
for _, value in ipairs({poll, sum, redis.call('HGETALL', decided), redis.call('HGETALL', filled), bodies,
  said[7] or 'PT36H', said[8] or 'PT72H'}) do reply[#reply + 1] = value end
return reply
