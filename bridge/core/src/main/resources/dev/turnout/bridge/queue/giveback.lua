-- giveback.lua : put a job back whose lease has lapsed, or that its owner had reserved
-- KEYS prefix | ARGV owner (empty: whoever finds it lapsed) at, then id lease version body to score recurring crash a job
-- crash is 1 if the claim ended by a crash, as lapsed.lua tells
-- Answers now, then a code a job:
-- 1 given back · 0 only the lease was dropped, the job had moved on · -1 the lease lives, or is another one · -9 clock off
-- include lib/keys.lua
-- include lib/move.lua
-- include lib/number.lua
-- include lib/flight.lua
-- include lib/drop.lua
local owner, at = ARGV[1], ARGV[2]
local reply = {now}
for i = 3, #ARGV, 8 do
  local id, held, v, body, to = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local claimed, apart = redis.call('ZSCORE', leases, id), redis.call('ZSCORE', reserved, id)
  local ends = claimed or apart
  local same = (redis.call('HGET', lease, id) or '') == held
  local mine = owner ~= '' and apart and string.match(held, '^%d+:%d+:(.*)$') == owner
  local code = 1
  if not same or not ends or not (mine or tonumber(ends) <= now) then code = -1
  elseif v == '' or redis.call('GET', version(id)) ~= v
    or (claimed and not redis.call('ZSCORE', queue('PROCESSING'), id)) then
    drop(id)
    code = 0
  elseif clockIsOff(at) then code = -9
  else
    move(id, claimed and 'PROCESSING' or 'ENQUEUED', to, v + 1, body, ARGV[i + 5], 0, ARGV[i + 6])
    if claimed and ARGV[i + 7] == '1' then raise(crashes, id, 1) end
    if to ~= 'ENQUEUED' then redis.call('HDEL', crashes, id) end
    drop(id)
    redis.call('PUBLISH', signal, 'work')
  end
  reply[#reply + 1] = code
end
return reply
