-- routes.lua : all routes and their epoch, from one moment. Read only.
-- KEYS prefix | ARGV none
-- Answers now, epoch, then task and record a route
-- 0 routes: everything is the legacy pool's
-- include lib/keys.lua
local reply = {now, epochNow()}
for _, word in ipairs(redis.call('HGETALL', routes)) do reply[#reply + 1] = word end
return reply
