-- epoch.lua : two operators do not overwrite each other. A change names the epoch that it was decided on, where somebody has looked;
-- where that has moved, the loser hears who moved it, and when. One that names none gives way to what another operator has
-- changed within the last ten minutes.
-- The epoch is a number, and its mark the time of the change that made it: after a fail-over to a replica that lacks the last
-- changes the same number may come again, the same mark does not.
local FRESH = 600 * 1000000
local function markNow() return redis.call('GET', mark) or '' end
local function raiseEpoch()
  local raised = epochNow() + 1 -- not INCR: a value that is no number must not hold up a rollback
  redis.call('SET', epoch, string.format('%.0f', raised))
  redis.call('SET', mark, string.format('%.0f', now))
  return raised
end
-- the last changes of routes and groups, newest first: each is given to tell, until that answers something
local changes
local function readChanges()
  local read = {}
  for _, entry in ipairs(redis.call('XREVRANGE', audit, '+', '-', 'COUNT', 100)) do
    local said = {}
    for i = 1, #entry[2], 2 do said[entry[2][i]] = entry[2][i + 1] end
    if (said.percent or said.group) and said.task and said.task ~= 'legacy servers' then
      said.ago = math.max(0, now - tonumber(string.match(entry[1], '^(%d+)')) * 1000)
      read[#read + 1] = said
    end
  end
  return read
end
local function lastChanges(tell)
  changes = changes or readChanges()
  for _, said in ipairs(changes) do
    local answer = tell(said, said.ago)
    if answer then return answer end
  end
end
local function inWords(code, said, ago)
  return {code, epochNow(), said.who or '?', string.format('%.0f', ago), said.task, said.percent or said.group, said.why or ''}
end
local function moved(expected)
  if expected == '' or tonumber(expected) == epochNow() then return nil end
  return lastChanges(function(said, ago)
    if said.epoch == tostring(epochNow()) then return inWords(-3, said, ago) end
  end) or {-3, epochNow(), '?', '-1', '?', '?', ''}
end
-- -9: somebody else has just changed what this change is about; overlaps says of an entry's target whether it is the same, covers
-- whether it is all of it
local function another(who, overlaps, covers)
  local found = lastChanges(function(said, ago)
    if ago > FRESH then return {} end
    if said.who == who then return covers(said.task) and {} or nil end
    if overlaps(said.task) then return inWords(-9, said, ago) end
  end)
  return found and #found > 0 and found or nil
end
