-- enter.lua : enter a server into JobRunr's list
-- KEYS prefix | ARGV id, then fields and values
-- Answers now, how old a job must be before it is claimed, in µs
-- 0 no such age
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/headroom.lua
-- include /dev/turnout/bridge/queue/lib/age.lua
local me = ARGV[1]
redis.call('DEL', server(me))
for i = 2, #ARGV, 2 do redis.call('HSET', server(me), ARGV[i], ARGV[i + 1]) end
redis.call('ZADD', created, now, me)
redis.call('ZADD', updated, now, me)
local _, _, poll = headroom('-1')
return {now, minimumAge(poll)}
