namespace Fathom.Trees.Tests.Binning;

public unsafe class CellPanelTests
{
    [Theory, InlineData(100, 1), InlineData(100, 8), InlineData(100, 9), InlineData(100, 31), InlineData(100, 48), InlineData(100, 49), InlineData(100, 64), InlineData(20_000, 60)]
    public void Stages_eight_cells_of_each_listed_row_in_a_run(int rows, int columns)
    {
        var panel = new CellPanel([.. Enumerable.Range(0, columns)], 1, rows);
        var random = new Random(columns);
        for (int row = 0; row < rows; row++)
        {
            for (int lane = 0; lane < panel.Stride; lane++)
                panel.Cells[row * panel.Stride + lane] = (byte)random.Next(256);
        }
        int[] listed = [.. Enumerable.Range(0, rows).Where(_ => random.Next(3) > 0).Take(63), .. new int[CellPanel.RowsReadAhead]];
        int count = listed.Length - CellPanel.RowsReadAhead, runs = (columns + 7) / 8;
        var staged = new ulong[CellPanel.MostColumns / 8 * RowDerivatives.BlockRows];
        fixed (int* list = listed)
        fixed (ulong* target = staged)
        {
            for (int first = 0; first < runs; first++)
            {
                Array.Clear(staged);
                panel.Stage(list, count, 8 * first, runs - first, target);
                for (int run = first; run < runs; run++)
                {
                    for (int i = 0; i < count; i++)
                        Assert.Equal(*(ulong*)(panel.Cells + listed[i] * panel.Stride + 8 * run), staged[(run - first) * RowDerivatives.BlockRows + i]);
                }
            }
        }
    }
}
