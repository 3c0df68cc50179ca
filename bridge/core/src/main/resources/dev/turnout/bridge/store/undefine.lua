-- undefine.lua : remove a recurring job; its instances stay
-- KEYS prefix | ARGV id
-- Answers now, then a code:
-- 1 removed · 0 there was none
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/flight.lua
-- include /dev/turnout/bridge/queue/lib/drop.lua
-- include lib/places.lua
local id = ARGV[1]
redis.call('DEL', recurring(id))
redis.call('HDEL', recurringCreated, id)
redis.call('HDEL', creators, id)
return {now, redis.call('SREM', recurrings, id)}
