-- definitions.lua : all recurring jobs. Read only.
-- KEYS prefix | ARGV none
-- Answers now, sum of all times of creation in ms (-1: there is none), then id, body, creator a definition
-- 0 none
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/flight.lua
-- include /dev/turnout/bridge/queue/lib/drop.lua
-- include lib/places.lua
local sum = -1
local times = redis.call('HVALS', recurringCreated)
if #times > 0 then sum = 0 end
for _, at in ipairs(times) do sum = sum + tonumber(at) end
local reply = {now, sum}
for _, id in ipairs(redis.call('SMEMBERS', recurrings)) do
  reply[#reply + 1] = id
  reply[#reply + 1] = redis.call('GET', recurring(id)) or ''
  reply[#reply + 1] = redis.call('HGET', creators, id) or ''
end
return reply
