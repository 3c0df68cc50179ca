-- switch.lua : change a route: epoch, record, audit entry and signal in one step. A first share for the async pool is capped at
-- the legacy pool's threads, which were the only throttle of the back ends, where a legacy server lives and no cap is set.
-- KEYS prefix | ARGV task (@group, * for all) record who why accept stock servers (1) check (0: a rollback: asks for no worker and no
-- server) epoch that it was decided on (empty: any) confirmed (1) yields (1: to what somebody else has just changed), then for * the tasks
-- of recurring jobs
-- Answers code, epoch, then names; where changed: the cap that was set for the task (* : for each task), 0 for none; the mark of the
-- epoch; the target, which is the facade where its twin was named; and which tasks it is about (none: all)
-- 1 changed · -1 refused: stock servers live, their ids follow · -2 refused: no live worker knows these tasks; for * none: no worker lives
-- -3 refused: the epoch has moved; who, how many µs ago, which task, record and reason follow
-- -4 refused: the share falls, and only async workers can run some tasks, whose addresses follow · -5 refused: no task is in that group
-- -6 refused: live workers could not run tasks as the legacy pool does; task and reasons follow in turn
-- -7 refused: legacy servers run filters that live workers which know the task do not have; filter, server and worker follow in turn
-- -8 refused: a share is taken from a task that no route, no group, no worker and no claim knows; known ones of its name follow
-- -9 refused: somebody else has just changed it; who, how many µs ago, which task, record and reason follow
-- -10 refused: such workers run filters that no legacy server has; filter and worker follow in turn
-- -11 refused: * gives more of tasks to the async pool that no live worker knows; their addresses follow
-- A falling share ends the word that legacy servers are paused.
-- include lib/keys.lua
-- include lib/alive.lua
-- include lib/epoch.lua
-- include lib/filters.lua
-- include lib/lever.lua
local task, record, who, why = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local back = ARGV[6] == '0'
local forward = not back and shareOf(record) > 0
local refused = moved(ARGV[7])
if refused then return refused end

-- which tasks the change is about, by name; all where it is about *
local named, byName, all = {}, {}, task == '*'
local isGroup = string.sub(task, 1, 1) == '@'
if isGroup then
  local members = redis.call('HGETALL', groups)
  for i = 1, #members, 2 do
    if '@' .. members[i + 1] == task then named[#named + 1] = members[i] end
  end
  if #named == 0 then return {-5, epochNow()} end
elseif not all then
  task = facade(task)
  if not forward and not isKnown(task) then return joined({-8, epochNow()}, candidates(task)) end
  named[1] = task
end
for _, one in ipairs(named) do byName[one] = true end
local function isNamed(one) return all or byName[one] == true end
-- a group's share is that of its tasks which have none of their own; a rollback is about the others too
local function isMeant(one)
  return isNamed(one) and (back or not isGroup or redis.call('HEXISTS', routes, one) == 0)
end
local function falls(one) return isMeant(one) and shareOf(record) < shareOf(routeBefore(one)) end

if ARGV[8] ~= '1' then
  local only = onlyAsync(back and isMeant or falls)
  if #only > 0 then return joined({-4, epochNow()}, only) end
end
local threads = 0
if forward then
  if ARGV[9] == '1' then
    local other = another(who, function(one)
      if all or one == '*' or one == task or isNamed(one) then return true end
      for _, name in ipairs(named) do
        if '@' .. (redis.call('HGET', groups, name) or '') == one then return true end
      end
      return false
    end, function(one) return one == '*' or one == task end)
    if other then return other end
  end
  local asked = {}
  for _, one in ipairs(named) do
    if isMeant(one) then asked[#asked + 1] = one end
  end
  refused, threads = refusalOfMore(not all and asked or nil, isMeant, ARGV[5], falls)
  if refused then return refused end
  if all and ARGV[8] ~= '1' then
    local more = {}
    for i = 10, #ARGV do more[#more + 1] = ARGV[i] end
    local strange = strangers(function(one) return shareOf(record) > shareOf(routeBefore(one)) end, more)
    if #strange > 0 then return joined({-11, epochNow()}, strange) end
  end
end

local before = redis.call('HGET', routes, task) or ''
local records, members = redis.call('HGETALL', routes), redis.call('HGETALL', groups)
local cap, lowered = 0, back or not all and falls(task)
if forward and all then
  if threads > 0 and redis.call('HEXISTS', caps, '*') == 0 and shareOf(before) == 0 then
    cap = threads
    -- a cap for all must not slow a task down that ran without one
    for i = 1, #records, 2 do
      if shareOf(records[i + 1]) > 0 then redis.call('HSETNX', caps, records[i], 'none') end
    end
    for i = 1, #members, 2 do
      if shareOf(routeBefore(members[i])) > 0 then redis.call('HSETNX', caps, members[i], 'none') end
    end
    redis.call('HSET', caps, '*', cap)
  end
elseif forward then
  for _, one in ipairs(named) do
    if isMeant(one) and capFirst(one, routeBefore(one), threads) then cap = threads end
  end
end
for _, one in ipairs(named) do lowered = lowered or falls(one) end
if all then
  for i = 1, #records, 2 do lowered = lowered or shareOf(record) < shareOf(records[i + 1]) end
end
if lowered then redis.call('DEL', paused) end
local raised = raiseEpoch()
if all then redis.call('DEL', routes) end
-- a rollback of a group is one of its tasks too, whatever they had of their own
if back then
  for _, one in ipairs(named) do redis.call('HDEL', routes, one) end
end
redis.call('HSET', routes, task, record)
redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'epoch', raised, 'task', task,
  'percent', record, 'before', before, 'who', who, 'why', why, 'acceptStock', ARGV[5], 'cap', cap)
redis.call('PUBLISH', signal, 'epoch ' .. raised)
return joined({1, raised, cap, markNow(), task}, named)
