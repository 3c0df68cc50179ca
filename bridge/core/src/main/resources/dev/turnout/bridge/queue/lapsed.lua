-- lapsed.lua : claims and reserved jobs whose lease has lapsed. Read only.
-- KEYS prefix | ARGV count
-- Answers now, then id, lease, body, crashes so far, kind a job:
-- 0 reserved · 1 claimed
-- include lib/keys.lua
local reply = {now}
local function add(set, kind)
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', set, '-inf', now, 'LIMIT', 0, ARGV[1])) do
    reply[#reply + 1] = id
    reply[#reply + 1] = redis.call('HGET', lease, id) or ''
    reply[#reply + 1] = redis.call('GET', job(id)) or ''
    reply[#reply + 1] = tonumber(redis.call('HGET', crashes, id) or 0)
    reply[#reply + 1] = kind
  end
end
add(leases, 1)
add(reserved, 0)
return reply
