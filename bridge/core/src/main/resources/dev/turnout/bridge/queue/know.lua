-- know.lua : keep which tasks a worker knows
-- KEYS prefix | ARGV worker, then a task address each
-- Answers now, number of tasks
-- 0 none
-- include lib/keys.lua
local key = worker(ARGV[1]) .. ':tasks'
redis.call('DEL', key)
for i = 2, #ARGV do redis.call('SADD', key, ARGV[i]) end
return {now, #ARGV - 1}
