-- switch.lua : change a route: epoch, record, audit entry and signal in one step
-- KEYS prefix | ARGV task (* for all) percent who why accept stock servers (1) check (0: a rollback asks nothing,
-- and ends the word that legacy servers are paused)
-- Answers code, epoch, then names:
-- 1 changed · -1 refused: stock servers live, their ids follow · -2 refused: no live worker knows the task
-- include lib/keys.lua
-- include lib/alive.lua
local task, percent, who, why = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if ARGV[6] == '1' and percent ~= '0' then
  local refused = {-1, epochNow()}
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', created, '-inf', '(+inf')) do
    if serverLives(id) and levelOf(id) == 'stock' then refused[#refused + 1] = id end
  end
  if #refused > 2 and ARGV[5] ~= '1' then return refused end
  local known = false
  for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
    if workerLives(id) then
      known = known or task == '*' or redis.call('SISMEMBER', worker(id) .. ':tasks', task) == 1
    end
  end
  if not known then return {-2, epochNow()} end
end
local raised = redis.call('INCR', epoch)
if ARGV[6] == '0' then redis.call('DEL', paused) end
local before = redis.call('HGET', routes, task) or ''
if task == '*' then redis.call('DEL', routes) end
redis.call('HSET', routes, task, percent)
redis.call('XADD', p .. 'turnout:audit', 'MAXLEN', '~', 10000, '*', 'epoch', raised, 'task', task,
  'percent', percent, 'before', before, 'who', who, 'why', why, 'acceptStock', ARGV[5])
redis.call('PUBLISH', signal, 'epoch ' .. raised)
return {1, raised}
