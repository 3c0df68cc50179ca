-- switch.lua : change a route: epoch, record, audit entry and signal in one step. A first share for the async pool is capped at
-- the legacy pool's threads, which were the only throttle of the back ends, where a legacy server lives and no cap is set.
-- KEYS prefix | ARGV task (@group, * for all) record who why accept stock servers (1) check (0: a rollback: asks for no worker and no
-- server, and ends the word that legacy servers are paused) epoch that it was decided on (empty: any) confirmed (1)
-- Answers code, epoch, then names; where changed: the cap that was set for the task (* : for each task), 0 for none
-- 1 changed · -1 refused: stock servers live, their ids follow · -2 refused: no live worker knows the task
-- -3 refused: the epoch has moved; who, how many µs ago, which task and record follow
-- -4 refused: a rollback, and only async workers can run some tasks, whose addresses follow · -5 refused: no task is in that group
-- -6 refused: live workers could not run tasks as the legacy pool does; task and reasons follow in turn
-- -7 refused: legacy servers run filters that live workers which know the task do not have; filter, server and worker follow in turn
-- -8 refused: such workers run filters that no legacy server has; filter and worker follow in turn
-- include lib/keys.lua
-- include lib/alive.lua
-- include lib/epoch.lua
-- include lib/filters.lua
local task, record, who, why = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local forward = ARGV[6] == '1' and string.match(record, '^(%d+)') ~= '0'
local refused = moved(ARGV[7])
if refused then return refused end

-- which tasks the change is about, by name; all where it is about *
local named = {}
if string.sub(task, 1, 1) == '@' then
  local all = redis.call('HGETALL', groups)
  for i = 1, #all, 2 do
    if '@' .. all[i + 1] == task then named[#named + 1] = all[i] end
  end
  if #named == 0 then return {-5, epochNow()} end
elseif task ~= '*' then named[1] = task end
local function isMeant(one)
  if task == '*' then return true end
  for _, name in ipairs(named) do
    if name == one then return true end
  end
  return false
end

if ARGV[6] == '0' and ARGV[8] ~= '1' then
  local only, seen = {-4, epochNow()}, {}
  for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
    for one in string.gmatch(redis.call('HGET', worker(id), 'only') or '', '[^\n]+') do
      if isMeant(one) and not seen[one] then only[#only + 1] = one end
      seen[one] = true
    end
  end
  if #only > 2 then return only end
end
local threads = 0
if forward then
  local stock = {-1, epochNow()}
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', created, '-inf', '(+inf')) do
    if serverLives(id) then
      if levelOf(id) == 'stock' then stock[#stock + 1] = id end
      threads = threads + (tonumber(redis.call('HGET', server(id), 'workerPoolSize') or '') or 0)
    end
  end
  if #stock > 2 and ARGV[5] ~= '1' then return stock end
  local knowing = {}
  for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
    if workerLives(id) then
      local known = task == '*'
      for _, one in ipairs(named) do
        known = known or redis.call('SISMEMBER', worker(id) .. ':tasks', one) == 1
      end
      if known then knowing[#knowing + 1] = id end
    end
  end
  if #knowing == 0 then return {-2, epochNow()} end
  local unfit, told = {-6, epochNow()}, {}
  for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
    local said = workerLives(id) and redis.call('HGETALL', worker(id) .. ':unfit') or {}
    for i = 1, #said, 2 do
      if isMeant(said[i]) and not told[said[i]] then
        told[said[i]] = true
        unfit[#unfit + 1] = said[i]
        unfit[#unfit + 1] = said[i + 1]
      end
    end
  end
  if #unfit > 2 then return unfit end
  local lacking = lackingFilters(knowing)
  if #lacking > 0 then return {-7, epochNow(), unpack(lacking)} end
  local unheard = unheardFilters(knowing)
  if #unheard > 0 then return {-8, epochNow(), unpack(unheard)} end
end

local function hasShare(said)
  local share = tonumber(string.match(said or '', '^%d+') or '') or 0
  return share > 0 and share <= 100
end
local function routeBefore(one)
  local own = redis.call('HGET', routes, one)
  local group = not own and redis.call('HGET', groups, one)
  return own or group and redis.call('HGET', routes, '@' .. group) or redis.call('HGET', routes, '*')
end
local before = redis.call('HGET', routes, task) or ''
local cap = 0
if forward and threads > 0 and redis.call('HEXISTS', caps, '*') == 0 then
  if task == '*' then
    if not hasShare(before) then
      cap = threads
      -- a cap for all must not slow a task down that ran without one
      local all = redis.call('HGETALL', routes)
      for i = 1, #all, 2 do
        if hasShare(all[i + 1]) then redis.call('HSETNX', caps, all[i], 'none') end
      end
      local members = redis.call('HGETALL', groups)
      for i = 1, #members, 2 do
        if hasShare(routeBefore(members[i])) then redis.call('HSETNX', caps, members[i], 'none') end
      end
      redis.call('HSET', caps, '*', cap)
    end
  else
    for _, one in ipairs(named) do
      local meant = one == task or not redis.call('HGET', routes, one)
      if meant and not hasShare(routeBefore(one) or '') and redis.call('HSETNX', caps, one, threads) == 1 then cap = threads end
    end
  end
end
local raised = redis.call('INCR', epoch)
if ARGV[6] == '0' then redis.call('DEL', paused) end
if task == '*' then redis.call('DEL', routes) end
-- a rollback of a group is one of its tasks too, whatever they had of their own
if ARGV[6] == '0' then
  for _, one in ipairs(named) do redis.call('HDEL', routes, one) end
end
redis.call('HSET', routes, task, record)
redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'epoch', raised, 'task', task,
  'percent', record, 'before', before, 'who', who, 'why', why, 'acceptStock', ARGV[5], 'cap', cap)
redis.call('PUBLISH', signal, 'epoch ' .. raised)
return {1, raised, cap}
