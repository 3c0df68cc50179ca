-- servers.lua : the servers of JobRunr's list, the oldest first. Read only.
-- KEYS prefix | ARGV none
-- Answers now, the id of the oldest that is no async worker (empty: none), then a list of fields and values a server
-- 0 none
-- include /dev/turnout/bridge/queue/lib/keys.lua
local reply = {now, redis.call('ZRANGEBYSCORE', created, '-inf', '(+inf', 'LIMIT', 0, 1)[1] or ''}
for _, id in ipairs(redis.call('ZRANGE', created, 0, -1)) do
  local said = redis.call('HGETALL', server(id))
  if #said > 0 then reply[#reply + 1] = said end
end
return reply
