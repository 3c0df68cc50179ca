-- epoch.lua : two operators do not overwrite each other. A change names the epoch that it was decided on; where that has moved,
-- the loser hears who moved it, and when.
local function moved(expected)
  if expected == '' or tonumber(expected) == epochNow() then return nil end
  for _, entry in ipairs(redis.call('XREVRANGE', audit, '+', '-', 'COUNT', 100)) do
    local said = {}
    for i = 1, #entry[2], 2 do said[entry[2][i]] = entry[2][i + 1] end
    if said.epoch == tostring(epochNow()) and (said.percent or said.group) and said.task ~= 'legacy servers' then
      local at = tonumber(string.match(entry[1], '^(%d+)')) * 1000
      return {-3, epochNow(), said.who or '?', string.format('%.0f', math.max(0, now - at)), said.task or '?', said.percent or said.group}
    end
  end
  return {-3, epochNow(), '?', '-1', '?', '?'}
end
