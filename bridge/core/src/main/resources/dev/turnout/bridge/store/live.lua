-- live.lua : say that a server lives
-- KEYS prefix | ARGV id, then fields and values that change
-- Answers now, then a code, how old a job must be before it is claimed, in µs, and the place of this server among those that are woken,
-- from 0 on, and how many these are
-- 1 heard · 0 somebody took it off the list
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/headroom.lua
-- include /dev/turnout/bridge/queue/lib/age.lua
local me = ARGV[1]
local _, _, poll = headroom('-1')
if redis.call('EXISTS', server(me)) == 0 then return {now, 0, minimumAge(poll)} end
for i = 2, #ARGV, 2 do redis.call('HSET', server(me), ARGV[i], ARGV[i + 1]) end
redis.call('ZADD', updated, now, me)
local place, woken = 0, 0
for _, id in ipairs(redis.call('ZRANGEBYSCORE', created, '-inf', '(+inf')) do
  if id == me then place = woken end
  if redis.call('HEXISTS', server(id), 'turnout') == 1 then woken = woken + 1 end
end
return {now, 1, minimumAge(poll), place, woken}
