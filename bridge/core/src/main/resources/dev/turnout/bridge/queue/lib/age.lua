-- age.lua : how old a job must be before it is claimed, in µs: what an operator said, else the poll interval of the legacy servers,
-- else the last one that was known. An application that enqueues before it commits has lived with that delay. Needs headroom.lua.
local function minimumAge(poll)
  local said = tonumber(redis.call('GET', age) or '')
  if said then return said end
  if poll > 0 then return poll end
  return tonumber(redis.call('GET', pollKnown) or '') or 0
end
