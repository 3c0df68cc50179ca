-- strays.lua : jobs that stand as processing, untouched for longer than a lease, although no whole lease stands for them: its
-- record or its end was lost. Jobs of legacy servers look the same; whose a job is, its document says. Read only.
-- KEYS prefix | ARGV lease offset count
-- Answers now, number of entries looked at from the offset on, more, then id, version, body, crashes so far a job:
-- 0 that was the last entry · 1 more follow
-- include lib/keys.lua
-- include lib/number.lua
local holds, offset, count = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3])
local entries = 10 * count
local reply = {now, 0, 0}
local found = 0
local old = redis.call('ZRANGEBYSCORE', queue('PROCESSING'), '-inf', string.format('%.0f', now - holds),
  'LIMIT', offset, entries)
for _, id in ipairs(old) do
  if found == count then break end
  reply[2] = reply[2] + 1
  if redis.call('HEXISTS', lease, id) == 0 or not redis.call('ZSCORE', leases, id) then
    found = found + 1
    reply[#reply + 1] = id
    reply[#reply + 1] = redis.call('GET', version(id)) or ''
    reply[#reply + 1] = redis.call('GET', job(id)) or ''
    reply[#reply + 1] = numberIn(crashes, id)
  end
end
if reply[2] < #old or #old == entries then reply[3] = 1 end
return reply
