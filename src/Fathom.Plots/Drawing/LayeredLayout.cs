namespace Fathom.Plots.Drawing;

/// <summary>
/// Places the boxes of a directed graph in ranks, every edge leading from a rank to a later one (Sugiyama, Tagawa and Toda 1981): ranks by longest path, order within a
/// rank by the barycentre of the neighbours, positions as near to the neighbours as the boxes' breadths allow.
/// </summary>
internal sealed class LayeredLayout
{
    private const int Sweeps = 12;

    private readonly List<double> _breadth = [];
    private readonly List<int> _rank = [];
    private readonly List<List<int>> _before = [], _after = [];
    private readonly double _apart;
    private int[][] _order = [];

    /// <summary>Lays a graph out.</summary>
    /// <param name="breadths">The breadth of each box, across the ranks.</param>
    /// <param name="edges">From a box to a later one in the list.</param>
    /// <param name="apart">Room between boxes of one rank.</param>
    public LayeredLayout(IReadOnlyList<double> breadths, IReadOnlyList<(int From, int To)> edges, double apart)
    {
        _apart = apart;
        Rank(breadths.Count, edges);
        for (int i = 0; i < breadths.Count; i++)
        {
            _breadth.Add(breadths[i]);
            _before.Add([]);
            _after.Add([]);
        }
        Chains = [.. edges.Select(Connect)];
        Order();
        Positions = Place();
        double least = Enumerable.Range(0, _breadth.Count).Min(i => Positions[i] - _breadth[i] / 2);
        for (int i = 0; i < Positions.Length; i++) Positions[i] -= least;
        Breadth = Enumerable.Range(0, _breadth.Count).Max(i => Positions[i] + _breadth[i] / 2);
    }

    /// <summary>The rank of each point: boxes first, then the bends of long edges.</summary>
    public IReadOnlyList<int> Ranks => _rank;

    /// <summary>The middle of each point across the ranks.</summary>
    public double[] Positions { get; }

    /// <summary>The breadth of it all.</summary>
    public double Breadth { get; }

    /// <summary>The points every edge passes, its ends included.</summary>
    public IReadOnlyList<int[]> Chains { get; }

    // A source stands right before the first box that uses it rather than at the top.
    private void Rank(int count, IReadOnlyList<(int From, int To)> edges)
    {
        int[] rank = new int[count];
        foreach (IGrouping<int, (int From, int To)> into in edges.GroupBy(edge => edge.To).OrderBy(group => group.Key)) rank[into.Key] = into.Max(edge => rank[edge.From]) + 1;
        var targets = edges.Select(edge => edge.To).ToHashSet();
        foreach (IGrouping<int, (int From, int To)> from in edges.Where(edge => !targets.Contains(edge.From)).GroupBy(edge => edge.From)) rank[from.Key] = from.Min(edge => rank[edge.To]) - 1;
        _rank.AddRange(rank);
    }

    private int[] Connect((int From, int To) edge)
    {
        var chain = new List<int> { edge.From };
        for (int rank = _rank[edge.From] + 1; rank < _rank[edge.To]; rank++)
        {
            _rank.Add(rank);
            _breadth.Add(0);
            _before.Add([]);
            _after.Add([]);
            chain.Add(_rank.Count - 1);
        }
        chain.Add(edge.To);
        for (int i = 1; i < chain.Count; i++)
        {
            _after[chain[i - 1]].Add(chain[i]);
            _before[chain[i]].Add(chain[i - 1]);
        }
        return [.. chain];
    }

    private void Order()
    {
        _order = [.. Enumerable.Range(0, _rank.Max() + 1).Select(rank => Enumerable.Range(0, _rank.Count).Where(i => _rank[i] == rank).ToArray())];
        int[][] best = _order;
        int least = Crossings();
        for (int sweep = 0; sweep < Sweeps && least > 0; sweep++)
        {
            bool down = sweep % 2 == 0;
            int[] place = new int[_rank.Count];
            _order = [.. _order.Select(row => row.ToArray())];
            Note(_order[down ? 0 : ^1]);
            for (int step = 1; step < _order.Length; step++)
            {
                int rank = down ? step : _order.Length - 1 - step;
                int[] row = _order[rank];
                _order[rank] = [.. row.Select((i, at) => (i, Center: (down ? _before : _after)[i].Select(j => (double)place[j]).DefaultIfEmpty(at).Average())).OrderBy(entry => entry.Center).Select(entry => entry.i)];
                Note(_order[rank]);
            }
            int crossings = Crossings();
            if (crossings < least) (least, best) = (crossings, _order);

            void Note(int[] row)
            {
                for (int at = 0; at < row.Length; at++) place[row[at]] = at;
            }
        }
        _order = best;
    }

    private int Crossings()
    {
        int[] place = new int[_rank.Count];
        foreach (int[] row in _order)
            for (int at = 0; at < row.Length; at++) place[row[at]] = at;
        int crossings = 0;
        foreach (int[] row in _order)
        {
            (int From, int To)[] edges = [.. row.SelectMany(i => _after[i].Select(j => (place[i], place[j])))];
            for (int a = 0; a < edges.Length; a++)
                for (int b = a + 1; b < edges.Length; b++)
                    if ((edges[a].From - edges[b].From) * (edges[a].To - edges[b].To) < 0) crossings++;
        }
        return crossings;
    }

    private double[] Place()
    {
        double[] position = new double[_rank.Count];
        foreach (int[] row in _order) Settle(row, new double[row.Length], position);
        for (int sweep = 0; sweep < Sweeps; sweep++)
            foreach (int[] row in sweep % 2 == 0 ? _order : _order.Reverse())
                Settle(row, [.. row.Select(i => (sweep % 2 == 0 ? _before : _after)[i] is { Count: > 0 } near ? near.Average(j => position[j]) : position[i])], position);
        return position;
    }

    // The places nearest to those wanted that keep the order and the room between: the mean of the leftmost and the rightmost such placement.
    private void Settle(int[] row, double[] wanted, double[] position)
    {
        double[] left = [.. wanted], right = [.. wanted];
        for (int at = 1; at < row.Length; at++) left[at] = Math.Max(left[at], left[at - 1] + Room(row[at - 1], row[at]));
        for (int at = row.Length - 2; at >= 0; at--) right[at] = Math.Min(right[at], right[at + 1] - Room(row[at], row[at + 1]));
        for (int at = 0; at < row.Length; at++) position[row[at]] = (left[at] + right[at]) / 2;
    }

    private double Room(int one, int next) => (_breadth[one] + _breadth[next]) / 2 + _apart;
}
