-- list.lua : jobs of one state from one moment, in order. Read only.
-- KEYS prefix | ARGV state, index (state: by the last change, due: by the time they are due), ASC or DESC, latest in µs from now (empty:
-- all), offset, count, most-bytes (of bodies; one is always read), sparing (1: only orphans: what an async worker holds, or will take
-- back, is left out, and so is what was heard of within four polls of the slowest server, for a server may poll oftener than others)
-- Answers now, then id, version, body a job; version and body are empty where the key is missing
-- 0 none
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/alive.lua
-- include /dev/turnout/bridge/queue/lib/headroom.lua
local state, index, order, latest, sparing = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[8] == '1'
local offset, count, most = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local set = index == 'due' and due or queue(state)
local function orphaned()
  local _, _, poll = headroom('-1')
  return -4 * math.max(5000000, poll)
end
local to = latest == '' and '+inf'
  or string.format('%.0f', now + (sparing and math.min(tonumber(latest), orphaned()) or tonumber(latest)))
local function page(from, size)
  if order == 'DESC' then return redis.call('ZREVRANGEBYSCORE', set, to, '-inf', 'LIMIT', from, size) end
  return redis.call('ZRANGEBYSCORE', set, '-inf', to, 'LIMIT', from, size)
end
local someoneLives
local function workersLive()
  if someoneLives == nil then
    someoneLives = false
    for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do someoneLives = someoneLives or workerLives(id) end
  end
  return someoneLives
end
local function spared(id)
  if not sparing then return false end
  local ends = redis.call('ZSCORE', leases, id)
  if ends and tonumber(ends) > now then return true end
  return (ends or redis.call('HEXISTS', lease, id) == 1) and workersLive()
end
local reply, bytes, at = {now}, 0, offset
while count > 0 do
  local ids = page(at, count)
  for _, id in ipairs(ids) do
    if not spared(id) then
      local body = redis.call('GET', job(id)) or ''
      if bytes > 0 and bytes + #body > most then return reply end
      bytes = bytes + #body
      count = count - 1
      reply[#reply + 1] = id
      reply[#reply + 1] = redis.call('GET', version(id)) or ''
      reply[#reply + 1] = body
    end
  end
  if not sparing or #ids == 0 or at - offset > 10000 then break end
  at = at + #ids
end
return reply
