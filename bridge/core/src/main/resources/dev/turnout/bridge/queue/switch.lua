-- switch.lua : change a route: epoch, record, audit entry and signal in one step. A first share for the async pool is capped at
-- the legacy pool's threads, which were the only throttle of the back ends, where a legacy server lives and no cap is set.
-- KEYS prefix | ARGV task (* for all) percent who why accept stock servers (1) check (0: a rollback asks nothing,
-- and ends the word that legacy servers are paused)
-- Answers code, epoch, then names; where changed: the cap that was set for the task (* : for each task), 0 for none
-- 1 changed · -1 refused: stock servers live, their ids follow · -2 refused: no live worker knows the task
-- -6 refused: live workers could not run tasks as the legacy pool does; task and reasons follow in turn
-- include lib/keys.lua
-- include lib/alive.lua
local task, percent, who, why = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local forward = ARGV[6] == '1' and percent ~= '0'
local threads = 0
if forward then
  local refused = {-1, epochNow()}
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', created, '-inf', '(+inf')) do
    if serverLives(id) then
      if levelOf(id) == 'stock' then refused[#refused + 1] = id end
      threads = threads + (tonumber(redis.call('HGET', server(id), 'workerPoolSize') or '') or 0)
    end
  end
  if #refused > 2 and ARGV[5] ~= '1' then return refused end
  local known = false
  for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
    if workerLives(id) then
      known = known or task == '*' or redis.call('SISMEMBER', worker(id) .. ':tasks', task) == 1
    end
  end
  if not known then return {-2, epochNow()} end
  local unfit, named = {-6, epochNow()}, {}
  for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
    local said = workerLives(id) and redis.call('HGETALL', worker(id) .. ':unfit') or {}
    for i = 1, #said, 2 do
      if (task == '*' or task == said[i]) and not named[said[i]] then
        named[said[i]] = true
        unfit[#unfit + 1] = said[i]
        unfit[#unfit + 1] = said[i + 1]
      end
    end
  end
  if #unfit > 2 then return unfit end
end
local function hasShare(record)
  local share = tonumber(record or '') or 0
  return share > 0 and share <= 100
end
local before = redis.call('HGET', routes, task) or ''
local others = redis.call('HGET', routes, '*')
local cap = 0
local hadShare = hasShare(before) or (before == '' and hasShare(others))
local hasCap = redis.call('HEXISTS', caps, task) == 1 or redis.call('HEXISTS', caps, '*') == 1
if forward and threads > 0 and not hadShare and not hasCap then
  cap = threads
  if task == '*' then
    -- a cap for all must not slow a task down that ran without one
    local all = redis.call('HGETALL', routes)
    for i = 1, #all, 2 do
      if all[i] ~= '*' and hasShare(all[i + 1]) then redis.call('HSETNX', caps, all[i], 'none') end
    end
  end
  redis.call('HSET', caps, task, cap)
end
local raised = redis.call('INCR', epoch)
if ARGV[6] == '0' then redis.call('DEL', paused) end
if task == '*' then redis.call('DEL', routes) end
redis.call('HSET', routes, task, percent)
redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'epoch', raised, 'task', task,
  'percent', percent, 'before', before, 'who', who, 'why', why, 'acceptStock', ARGV[5], 'cap', cap)
redis.call('PUBLISH', signal, 'epoch ' .. raised)
return {1, raised, cap}
