-- definitions.lua : the recurring jobs, and which tasks are in which group, for who decides about routes. Read only.
-- KEYS prefix | ARGV none
-- Answers now, groups {task, group …}, definitions {id, body …}
-- 0 none
-- include lib/keys.lua
local bodies = {}
for _, id in ipairs(redis.call('SMEMBERS', p .. 'recurringjobs')) do
  bodies[#bodies + 1] = id
  bodies[#bodies + 1] = redis.call('GET', p .. 'recurringjob:' .. id) or ''
end
return {now, redis.call('HGETALL', groups), bodies}
