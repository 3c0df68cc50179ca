-- log.lua : the audit, newest first. Read only.
-- KEYS prefix | ARGV most
-- Answers now, then id, {field, value …} an entry; the id begins with the time in ms
-- 0 entries: nothing was ever changed
-- include lib/keys.lua
local reply = {now}
for _, entry in ipairs(redis.call('XREVRANGE', audit, '+', '-', 'COUNT', ARGV[1])) do
  reply[#reply + 1] = entry[1]
  reply[#reply + 1] = entry[2]
end
return reply
