-- finish.lua : record the end of runs, well, failed, or given back
-- KEYS prefix | ARGV worker, then id token version body to score due recurring at a job
-- Answers now, then a code a job:
-- 1 committed (also when this very body is stored already) · 0 already final · -1 lost · -9 clock off
-- include lib/keys.lua
-- include lib/move.lua
-- include lib/number.lua
-- include lib/flight.lua
-- include lib/drop.lua
local me = ARGV[1]
local reply = {now}
for i = 2, #ARGV, 9 do
  local id, token, v, body, to = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local code = 1
  if redis.call('HGET', lease, id) == token .. ':' .. v .. ':' .. me
    and redis.call('GET', version(id)) == v and redis.call('ZSCORE', queue('PROCESSING'), id) then
    if clockIsOff(ARGV[i + 8]) then
      code = -9
    else
      move(id, 'PROCESSING', to, v + 1, body, ARGV[i + 5], ARGV[i + 6], ARGV[i + 7])
      drop(id)
      if to == 'ENQUEUED' then redis.call('PUBLISH', signal, 'work')
      elseif to ~= 'SCHEDULED' then redis.call('HDEL', crashes, id) end
    end
  elseif redis.call('GET', job(id)) == body then code = 1
  elseif redis.call('ZSCORE', queue('SUCCEEDED'), id) or redis.call('ZSCORE', queue('FAILED'), id)
    or redis.call('ZSCORE', queue('DELETED'), id) then code = 0
  else code = -1 end
  reply[#reply + 1] = code
end
return reply
