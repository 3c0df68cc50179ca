-- live.lua : say that a server lives
-- KEYS prefix | ARGV id, then fields and values that change
-- Answers now, then a code, and how old a job must be before it is claimed, in µs
-- 1 heard · 0 somebody took it off the list
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/headroom.lua
-- include /dev/turnout/bridge/queue/lib/age.lua
local me = ARGV[1]
local _, _, poll = headroom('-1')
if redis.call('EXISTS', server(me)) == 0 then return {now, 0, minimumAge(poll)} end
for i = 2, #ARGV, 2 do redis.call('HSET', server(me), ARGV[i], ARGV[i + 1]) end
redis.call('ZADD', updated, now, me)
return {now, 1, minimumAge(poll)}
