-- settings.lua : caps, jobs in flight and pauses, from one moment. Read only.
-- KEYS prefix | ARGV none
-- Answers now, caps {task, most …}, jobs in flight {task, number …}, paused tasks, tasks that live workers know; * is any task
-- 0 settings: no task is limited
-- include lib/keys.lua
-- include lib/alive.lua
local known = {}
for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
  if workerLives(id) then
    for _, task in ipairs(redis.call('SMEMBERS', worker(id) .. ':tasks')) do known[task] = true end
  end
end
local tasks = {}
for task in pairs(known) do tasks[#tasks + 1] = task end
return {now, redis.call('HGETALL', caps), redis.call('HGETALL', inflight), redis.call('SMEMBERS', hold), tasks}
