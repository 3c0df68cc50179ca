-- headroom.lua : how many heads of the queue are the stock servers', twice their longest poll interval, and the longest poll
-- interval of all legacy servers, drop-in and paused ones too; 5 s at least where there is one, because JobRunr's own provider never
-- polls more often, and servers write whole seconds, 200 ms as 0.
-- An id at this rank or above cannot be in a stock server's hands: it only ever holds what was among the first
-- workerPoolSize when it looked, and ranks fall. Servers that an operator has declared paused take nothing. A forced head-room counts only while there is a stock server.
local function headroom(forced)
  local SHORTEST = 5
  local pool, poll, longest, stock = 0, 0, 0, false
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', created, '-inf', '(+inf')) do
    local said = redis.call('HMGET', server(id), 'workerPoolSize', 'pollIntervalInSeconds', 'turnout')
    if said[1] then longest = math.max(longest, math.max(SHORTEST, tonumber(said[2] or '') or 15) * 1000000) end
    if said[1] and not said[3] and redis.call('SISMEMBER', paused, id) == 0 then
      stock = true
      pool = math.max(pool, tonumber(said[1]) or 0)
      poll = math.max(poll, tonumber(said[2] or '') or 15)
    end
  end
  if not stock then return 0, 0, longest end
  forced = tonumber(forced)
  return forced >= 0 and forced or 2 * pool, 2 * poll * 1000000, longest
end
