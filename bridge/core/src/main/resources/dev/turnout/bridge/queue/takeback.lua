-- takeback.lua : put a job back that an async worker held and that no whole lease stands for: the crash of its worker
-- KEYS prefix | ARGV lease at, then id version body to recurring owner a job
-- Answers now, then a code a job:
-- 1 given back · 0 changed, or heard of again, or a lease stands for it · -1 its owner is a legacy server, or may be one
-- -9 clock off
-- include lib/keys.lua
-- include lib/move.lua
-- include lib/number.lua
-- include lib/flight.lua
-- include lib/drop.lua
local holds, at = tonumber(ARGV[1]), ARGV[2]
-- a worker of ours is on our list, or at infinity on JobRunr's; who is on neither was one if no legacy server is left
local function isOurs(owner)
  local stands = redis.call('ZSCORE', created, owner)
  if stands then return stands == 'inf' end
  if redis.call('ZSCORE', workers, owner) or redis.call('EXISTS', worker(owner)) == 1 then return true end
  return redis.call('ZCOUNT', created, '-inf', '(+inf') == 0
end
local reply = {now}
for i = 3, #ARGV, 6 do
  local id, v, body, to, recurring, owner =
    ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4], ARGV[i + 5]
  local touched = tonumber(redis.call('ZSCORE', queue('PROCESSING'), id) or '')
  local own = tonumber(redis.call('HGET', worker(owner), 'lease') or '') or 0
  local code = 1
  if not touched or touched > now - math.max(holds, own) or redis.call('GET', version(id)) ~= v
    or (redis.call('HEXISTS', lease, id) == 1 and redis.call('ZSCORE', leases, id)) then code = 0
  elseif not isOurs(owner) then code = -1
  elseif clockIsOff(at) then code = -9
  else
    move(id, 'PROCESSING', to, v + 1, body, at, 0, recurring)
    if to == 'ENQUEUED' then raise(crashes, id, 1) else redis.call('HDEL', crashes, id) end
    drop(id)
    redis.call('PUBLISH', signal, 'work')
  end
  reply[#reply + 1] = code
end
return reply
