-- group.lua : put tasks into a group, or take them out of theirs: a change of routes, with epoch, audit entry and signal in the same step
-- KEYS prefix | ARGV group (empty: none) who why epoch that it was decided on (empty: any), then task addresses
-- Answers code, epoch:
-- 1 changed · -3 refused: the epoch has moved; who, how many µs ago, which task and record follow
-- include lib/keys.lua
-- include lib/epoch.lua
local group, who, why = ARGV[1], ARGV[2], ARGV[3]
local refused = moved(ARGV[4])
if refused then return refused end
local raised = redis.call('INCR', epoch)
for i = 5, #ARGV do
  local before = redis.call('HGET', groups, ARGV[i]) or ''
  if group == '' then redis.call('HDEL', groups, ARGV[i]) else redis.call('HSET', groups, ARGV[i], group) end
  redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'epoch', raised, 'task', ARGV[i], 'group', group, 'before', before,
    'who', who, 'why', why)
end
redis.call('PUBLISH', signal, 'epoch ' .. raised)
return {1, raised}
