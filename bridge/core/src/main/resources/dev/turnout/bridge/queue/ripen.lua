-- ripen.lua : say how old a job must be before it is claimed; audit entry and signal in the same step
-- KEYS prefix | ARGV age in µs (empty: the poll interval of the legacy servers, as before anybody said) who why
-- Answers now, the age before in µs (empty: nobody had said)
-- 0 no age
-- include lib/keys.lua
local before = redis.call('GET', age) or ''
if ARGV[1] == '' then redis.call('DEL', age) else redis.call('SET', age, ARGV[1]) end
redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'epoch', epochNow(), 'task', '*', 'age', ARGV[1], 'before', before,
  'who', ARGV[2], 'why', ARGV[3])
redis.call('PUBLISH', signal, 'work')
return {now, before}
