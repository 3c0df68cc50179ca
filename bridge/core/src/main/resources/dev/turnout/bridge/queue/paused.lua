-- paused.lua : keep the operator's word that the legacy servers on the list are paused: they need no head-room
-- KEYS prefix | ARGV who why
-- Answers now, number of servers declared paused
-- 0 none is on the list
-- include lib/keys.lua
local declared = 0
for _, id in ipairs(redis.call('ZRANGEBYSCORE', created, '-inf', '(+inf')) do
  redis.call('SADD', paused, id)
  declared = declared + 1
end
redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'epoch', epochNow(), 'task', 'legacy servers',
  'percent', 'paused', 'before', declared, 'who', ARGV[1], 'why', ARGV[2])
redis.call('PUBLISH', signal, 'work')
return {now, declared}
