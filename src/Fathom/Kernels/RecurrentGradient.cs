using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>
/// The weights' gradient of one block: the gradients of the pre-activations of some steps times their operands, which are turned for it, so that the lanes go along the operands
/// and the sums, one per weight, stay in the cache.
/// </summary>
/// <typeparam name="T">The register.</typeparam>
/// <typeparam name="TCell">The cell.</typeparam>
internal readonly unsafe struct RecurrentGradient<T, TCell> where T : unmanaged, ILanes<T> where TCell : struct, ICell
{
    // Steps that wait to be multiplied together, so that sums stay in registers longer while all fits in the second-level cache.
    private const int Chunk = 16;

    private readonly RecurrencePlan _plan;
    private readonly float* _memory, _waiting, _operands, _masked, _masks, _zeros, _tile, _sums, _biases;

    public RecurrentGradient(RecurrencePlan plan, Scratch scratch, float* memory, float* masks)
    {
        _plan = plan;
        _memory = memory;
        _waiting = scratch.Take(Waiting(plan));
        _operands = scratch.Take(Chunk * Turned(plan));
        _masked = scratch.Take(plan.Masked ? Chunk * Turned(plan) : 0);
        _masks = scratch.Take(plan.Masked ? plan.Copies * Turned(plan) : 0);
        _zeros = scratch.Take(Widest);
        _tile = scratch.Take(PanelTiles<T>.Rows * Widest);
        _sums = scratch.Take(Sums(plan));
        _biases = scratch.Take((long)plan.Rows * T.Count);
        // Beyond the last row lie those that fill its tile.
        new Span<float>(_waiting + (long)Chunk * plan.Rows * Block, (int)(Waiting(plan) - (long)Chunk * plan.Rows * Block)).Clear();
        new Span<float>(_zeros, Widest).Clear();
        for (int row = 0; row < PaddedRows(plan); row++) new Span<float>(_sums + (long)row * Columns(plan), Columns(plan)).Clear();
        new Span<float>(_biases, plan.Rows * T.Count).Clear();
        for (int copy = 0; plan.Masked && copy < plan.Copies; copy++) Turn(masks + (long)copy * plan.Inner * Block, _masks + copy * Turned(plan));
    }

    private static int Block => 2 * T.Count;

    // The columns of the widest tile.
    private static int Widest => PanelTiles<T>.Widest * T.Count;

    /// <summary>The scratch it needs.</summary>
    public static long Size(RecurrencePlan plan) =>
        Waiting(plan) + (plan.Masked ? 2 * Chunk + plan.Copies : Chunk) * Turned(plan) + (1 + PanelTiles<T>.Rows) * Widest + Sums(plan) + (long)plan.Rows * T.Count;

    /// <summary>Where the gradients of a step's pre-activations go.</summary>
    public float* Rows(int step) => _waiting + (long)(step % Chunk) * _plan.Rows * Block;

    /// <summary>A step's gradients are there; steps come from the last to the first.</summary>
    public void Add(int step)
    {
        if (step % Chunk != 0) return;
        int steps = Math.Min(Chunk, _plan.Steps - step);
        for (int i = 0; i < steps; i++) AddBiases(_waiting + (long)i * _plan.Rows * Block, _plan.Rows, _biases);
        for (int part = 0; part < (TCell.ResetsBefore ? 2 : 1); part++)
        {
            for (int i = 0; i < steps; i++) Turn(_memory + _plan.OperandsAt(step + i) + (long)part * _plan.Inner * Block, _operands + i * Turned(_plan));
            if (_plan.Masked && !_plan.PerGate) Mask(steps, 0);
            float* operands = _plan.Masked ? _masked : _operands;
            if (!TCell.ResetsBefore && !_plan.PerGate && !IsByPlace(_plan))
            {
                Multiply(0, 1, _plan.Rows, steps, operands, 0, Columns(_plan));
                continue;
            }
            for (int place = 0; place < (TCell.ResetsBefore ? 3 : 4); place++)
            {
                if (TCell.ResetsBefore && (place == 2) != (part == 1)) continue;
                if (_plan.PerGate) Mask(steps, place);
                (int first, int end) = ColumnsOf(_plan, place);
                Multiply(place, 4, _plan.Groups, steps, operands, first, end);
            }
        }
    }

    /// <summary>Writes the sums over all lanes, those of each row's operands and then of its bias.</summary>
    public void Write(float* target)
    {
        for (int row = 0; row < _plan.Rows; row++, target += _plan.Inner + 1)
        {
            new Span<float>(_sums + (long)row * Columns(_plan), _plan.Inner).CopyTo(new Span<float>(target, _plan.Inner));
            target[_plan.Inner] = T.Load(_biases + (long)row * T.Count).Sum();
        }
    }

    // Operands up to a whole register.
    private static int Columns(RecurrencePlan plan) => (plan.Inner + T.Count - 1) / T.Count * T.Count;

    // Numbers of a step's turned operands.
    private static long Turned(RecurrencePlan plan) => (long)Columns(plan) * Block;

    private static int Whole(int rows) => (rows + PanelTiles<T>.Rows - 1) / PanelTiles<T>.Rows * PanelTiles<T>.Rows;

    // Tiles of neighbouring rows, or of every fourth.
    private static int PaddedRows(RecurrencePlan plan) => 4 * Whole(plan.Groups);

    private static long Waiting(RecurrencePlan plan) => ((long)(Chunk - 1) * plan.Rows + PaddedRows(plan)) * Block;

    private static long Sums(RecurrencePlan plan) => (long)PaddedRows(plan) * Columns(plan);

    // Operands that a place has no weights for are left out where that outweighs tiles that are not full.
    private static bool IsByPlace(RecurrencePlan plan)
    {
        if (TCell.WithoutState < 0 && TCell.WithoutInputs < 0) return false;
        int columns = 0;
        for (int place = 0; place < 4; place++)
        {
            (int first, int end) = ColumnsOf(plan, place);
            columns += end - first;
        }
        return Whole(plan.Groups) * columns < Whole(plan.Rows) * Columns(plan);
    }

    private static (int First, int End) ColumnsOf(RecurrencePlan plan, int place) => (
        place == TCell.WithoutState ? plan.States / T.Count * T.Count : 0,
        place == TCell.WithoutInputs ? (plan.States + T.Count - 1) / T.Count * T.Count : Columns(plan));

    // One register beside three takes longer than two tiles of two.
    private static int TileWidth(int columns) => columns == 4 * T.Count ? 2 * T.Count : Math.Min(columns, Widest);

    private void Turn(float* rows, float* turned) => Transposition.Write(rows, Block, _plan.Inner, Block, turned, Columns(_plan));

    private void Mask(int steps, int copy)
    {
        float* mask = _masks + copy * Turned(_plan);
        for (int step = 0; step < steps; step++) Multiply(_operands + step * Turned(_plan), mask, _masked + step * Turned(_plan), (int)Turned(_plan));
    }

    private void Multiply(int row, int stride, int rows, int steps, float* operands, int column, int end)
    {
        int columns = Columns(_plan);
        var all = new PanelTiles<T>.Left((nint)(_waiting + (long)row * Block), stride * Block, steps * Block, 1, Block, (nint)_plan.Rows * Block - Block);
        for (int width; column < end; column += width)
        {
            width = TileWidth(end - column);
            PanelTiles<T>.Left left = all;
            float* sums = _sums + (long)row * columns + column;
            for (int done = 0; done < rows; done += PanelTiles<T>.Rows, left = left.Below(PanelTiles<T>.Rows))
            {
                PanelTiles<T>.Multiply(PanelTiles<T>.Rows, width, left, operands + column, columns, _zeros, _tile, Widest);
                for (int i = 0; i < PanelTiles<T>.Rows; i++, sums += (long)stride * columns)
                    for (int at = 0; at < width; at += T.Count) (T.Load(sums + at) + T.Load(_tile + i * Widest + at)).Store(sums + at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBiases(float* dz, int rows, float* sums)
    {
        for (float* end = sums + rows * T.Count; sums < end; sums += T.Count, dz += Block) (T.Load(sums) + (T.Load(dz) + T.Load(dz + T.Count))).Store(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(float* values, float* factors, float* products, int count)
    {
        for (int i = 0; i < count; i += T.Count) (T.Load(values + i) * T.Load(factors + i)).Store(products + i);
    }
}
