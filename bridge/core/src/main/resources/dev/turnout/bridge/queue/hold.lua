-- hold.lua : pause a task for all async workers, or end its pause; audit entry and signal in the same step
-- KEYS prefix | ARGV task (* for everything; its end is the end of every pause) pause (1) or resume (0) who why
-- Answers now, then a code:
-- 1 changed · 0 it was so before
-- include lib/keys.lua
local task, pause, who, why = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local changed
if pause == '1' then changed = redis.call('SADD', hold, task)
elseif task == '*' then changed = redis.call('DEL', hold)
else changed = redis.call('SREM', hold, task) end
redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'epoch', epochNow(), 'task', task, 'pause', pause, 'before',
  changed == 1 and 1 - pause or pause, 'who', who, 'why', why)
redis.call('PUBLISH', signal, 'work')
return {now, changed}
