-- limit.lua : set how many jobs of a task may be in flight over all async workers; audit entry and signal in the same step
-- KEYS prefix | ARGV task (* for each task without a record of its own) most (none: no cap) who why
-- Answers now, number of jobs of the task in flight
-- 0 none
-- include lib/keys.lua
-- include lib/number.lua
local task, most, who, why = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local before = redis.call('HGET', caps, task) or ''
redis.call('HSET', caps, task, most)
redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'epoch', epochNow(), 'task', task, 'cap', most, 'before', before,
  'who', who, 'why', why)
redis.call('PUBLISH', signal, 'work')
return {now, numberIn(inflight, task)}
