-- know.lua : keep which tasks a worker knows, and why it could not run some of them as the legacy pool does
-- KEYS prefix | ARGV worker, then a task address and a reason each (empty: it can)
-- Answers now, number of tasks
-- 0 none
-- include lib/keys.lua
local key = worker(ARGV[1]) .. ':tasks'
local unfit = worker(ARGV[1]) .. ':unfit'
redis.call('DEL', key, unfit)
for i = 2, #ARGV, 2 do
  redis.call('SADD', key, ARGV[i])
  if ARGV[i + 1] ~= '' then redis.call('HSET', unfit, ARGV[i], ARGV[i + 1]) end
end
return {now, (#ARGV - 1) / 2}
