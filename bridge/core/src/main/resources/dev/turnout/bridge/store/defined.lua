-- defined.lua : the sum by which a change of the recurring jobs is seen. Read only.
-- KEYS prefix | ARGV none
-- Answers now, sum of all times of creation in ms (-1: there is none)
-- 0 never
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/flight.lua
-- include /dev/turnout/bridge/queue/lib/drop.lua
-- include lib/places.lua
local sum = -1
local times = redis.call('HVALS', recurringCreated)
if #times > 0 then sum = 0 end
for _, at in ipairs(times) do sum = sum + tonumber(at) end
return {now, sum}
