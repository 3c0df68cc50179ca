-- group.lua : put tasks into a group, or take them out of theirs: a change of routes, with epoch, audit entry and signal in the same
-- step. Where the share of a task rises by it, it is asked what a switch is asked, and a first share is capped; where one falls, what a
-- rollback is asked.
-- KEYS prefix | ARGV group (empty: none) who why epoch that it was decided on (empty: any) accept stock servers (1) confirmed (1)
-- yields (1: to what somebody else has just changed), then task addresses
-- Answers code, epoch, then as switch.lua
-- 1 changed; the cap that was set, 0 for none; the mark of the epoch; the target; which tasks it is about
-- -1, -2, -3, -4, -6, -7, -9, -10 refused, as by switch.lua · -8 refused: out of a group, but nothing knows the task
-- include lib/keys.lua
-- include lib/alive.lua
-- include lib/epoch.lua
-- include lib/filters.lua
-- include lib/lever.lua
local group, who, why = ARGV[1], ARGV[2], ARGV[3]
local refused = moved(ARGV[4])
if refused then return refused end
local tasks, before, rising, falling, rises = {}, {}, {}, {}, {}
for i = 8, #ARGV do
  local one = facade(ARGV[i])
  if group == '' and not isKnown(one) then return joined({-8, epochNow()}, candidates(one)) end
  tasks[#tasks + 1] = one
  before[one] = routeBefore(one)
  local after = redis.call('HGET', routes, one) or group ~= '' and redis.call('HGET', routes, '@' .. group)
    or redis.call('HGET', routes, '*') or ''
  local was, will = shareOf(before[one]), shareOf(after)
  -- another key sorts jobs anew: some go over, some come back
  local sortedAnew = was > 0 and will > 0 and will < 100 and string.match(before[one], ' .*') ~= string.match(after, ' .*')
  if will > was or sortedAnew then
    rising[#rising + 1] = one
    rises[one] = true
  end
  if will < was or sortedAnew then falling[one] = true end
end
if ARGV[6] ~= '1' then
  local only = onlyAsync(function(one) return falling[one] == true end)
  if #only > 0 then return joined({-4, epochNow()}, only) end
end
local threads = 0
for _, one in ipairs(rising) do
  if ARGV[7] == '1' then
    local other = another(who, function(changed)
      return changed == '*' or changed == one or changed == '@' .. group or changed == '@' .. (redis.call('HGET', groups, one) or '')
    end, function(changed) return changed == '*' or changed == one or changed == '@' .. group end)
    if other then return other end
  end
end
if #rising > 0 then
  refused, threads = refusalOfMore(rising, function(said) return rises[said] == true end, ARGV[5], function() return false end)
  if refused then return refused end
end
local cap = 0
for _, one in ipairs(rising) do
  if capFirst(one, before[one], threads) then cap = threads end
end
if next(falling) then redis.call('DEL', paused) end
local raised = raiseEpoch()
for _, one in ipairs(tasks) do
  local old = redis.call('HGET', groups, one) or ''
  if group == '' then redis.call('HDEL', groups, one) else redis.call('HSET', groups, one, group) end
  redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'epoch', raised, 'task', one, 'group', group, 'before', old,
    'who', who, 'why', why, 'cap', cap)
end
redis.call('PUBLISH', signal, 'epoch ' .. raised)
return joined({1, raised, cap, markNow(), '@' .. group}, tasks)
