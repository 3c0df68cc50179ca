-- age.lua : how old a job must be before it is claimed, in µs: what an operator said, else the longest poll interval of legacy servers,
-- those that are there or were. An application that enqueues before it commits has lived with that delay, and it is not safer for
-- servers that poll more often now: only an operator lowers it. Needs headroom.lua.
local function longestKnown(poll)
  return math.max(poll, tonumber(redis.call('GET', pollKnown) or '') or 0)
end
local function minimumAge(poll)
  local said = tonumber(redis.call('GET', age) or '')
  if said then return said end
  return longestKnown(poll)
end
