namespace Fathom.Saving;

/// <summary>
/// Where the parts of an HDF5 file come to lie. Whoever writes the format jumps about; here only its structure is kept, and of the values no more than their places.
/// Afterwards the file is handed on from beginning to end, the values straight from where they are.
/// </summary>
internal sealed class HdfLayout : Stream
{
    private const int PageSize = 4096;

    private readonly Dictionary<long, byte[]> _pages = [];
    private readonly SortedList<long, NamedTensor> _values = [];
    private long _length;

    /// <summary>Whose values are written next; nobody's while the structure is.</summary>
    public NamedTensor? Placed { get; set; }

    public override long Position { get; set; }

    public override long Length => _length;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => true;

    /// <summary>Hands the file on.</summary>
    public void HandOn(Stream output)
    {
        byte[] page = new byte[PageSize];
        Position = 0;
        foreach ((long start, NamedTensor values) in _values)
        {
            Structure(start);
            values.CopyTo(output);
            Position = start + values.ByteCount;
        }
        Structure(_length);

        void Structure(long end)
        {
            while (Position < end) output.Write(page.AsSpan(0, Read(page.AsSpan(0, (int)Math.Min(PageSize, end - Position)))));
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Placed is not null)
        {
            if (buffer.Length != Placed.ByteCount) throw new InvalidOperationException($"The values of '{Placed.Name}' are written in parts.");
            _values.Add(Position, Placed);
            Position += buffer.Length;
        }
        else
            while (buffer.Length > 0)
            {
                Span<byte> page = PageHere(make: true).AsSpan((int)(Position % PageSize));
                int count = Math.Min(page.Length, buffer.Length);
                buffer[..count].CopyTo(page);
                buffer = buffer[count..];
                Position += count;
            }
        _length = Math.Max(_length, Position);
    }

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Min(Math.Min(buffer.Length, PageSize - Position % PageSize), Math.Max(0, _length - Position));
        if (PageHere(make: false) is byte[] page) page.AsSpan((int)(Position % PageSize), count).CopyTo(buffer);
        else buffer[..count].Clear();
        Position += count;
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => _length + offset,
    };

    public override void SetLength(long value) => _length = value;

    public override void Flush() { }

    private byte[]? PageHere(bool make)
    {
        long number = Position / PageSize;
        if (!_pages.TryGetValue(number, out byte[]? page) && make) _pages.Add(number, page = new byte[PageSize]);
        return page;
    }
}
