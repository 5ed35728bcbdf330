using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Fathom.Tables.Tests;

public sealed class DatasetStoreTests : Scratch
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("a,b\n1,2\n");

    private static readonly DatasetEntry Known = new("x.csv", "sub/x.csv", "two numbers", "none", Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)))
    {
        Address = new Uri("https://example.org/x.csv"),
    };

    private string Cache => Path.Combine(Folder, "cache");

    [Fact]
    public void The_data_folder_comes_before_the_cache()
    {
        Directory.CreateDirectory(Cache);
        File.WriteAllBytes(Path.Combine(Cache, "x.csv"), Content);
        string data = Path.Combine(Folder, "data");
        Assert.Equal(Path.Combine(Cache, "x.csv"), new DatasetStore(data, Cache).Find(Known));
        Directory.CreateDirectory(data);
        File.WriteAllBytes(Path.Combine(data, "x.csv"), Content);
        Assert.Equal(Path.Combine(data, "x.csv"), new DatasetStore(data, Cache).Find(Known));
        Directory.CreateDirectory(Path.Combine(data, "sub"));
        File.WriteAllBytes(Path.Combine(data, "sub", "x.csv"), Content);
        Assert.Equal(Path.Combine(data, "sub/x.csv"), new DatasetStore(data, Cache).Find(Known));
    }

    [Fact]
    public void A_missing_dataset_says_where_it_was_looked_for_and_how_to_get_it()
    {
        TableException error = Assert.Throws<TableException>(() => new DatasetStore(null, Cache).Find(Known));
        Assert.Contains(Cache, error.Where, StringComparison.Ordinal);
        Assert.Contains("FATHOM_DATA is not set", error.Where, StringComparison.Ordinal);
        Assert.Contains("https://example.org/x.csv", error.Mend, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'yfinance.csv'?", Assert.Throws<TableException>(() => Datasets.Find("yfinace.csv")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_is_checked_kept_and_not_repeated()
    {
        using var server = new Server(Content);
        var store = new DatasetStore(null, Cache, server);
        string path = await store.DownloadAsync(Known, null, TestContext.Current.CancellationToken);
        Assert.Equal(Content, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(path, await store.DownloadAsync(Known, null, TestContext.Current.CancellationToken));
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData("a,b\n1,3\n", "SHA-256")]
    [InlineData("a,b\n", "has 4 bytes")]
    [InlineData("a,b\n1,2\n3,4\n", "longer than 8 bytes")]
    public async Task Another_file_is_thrown_away(string content, string part)
    {
        using var server = new Server(Encoding.UTF8.GetBytes(content));
        TableException error = await Assert.ThrowsAsync<TableException>(() => new DatasetStore(null, Cache, server).DownloadAsync(Known, null, TestContext.Current.CancellationToken));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Cache));
    }

    [Fact]
    public async Task A_failing_download_leaves_nothing()
    {
        using var server = new Server(null);
        TableException error = await Assert.ThrowsAsync<TableException>(() => new DatasetStore(null, Cache, server).DownloadAsync(Known, null, TestContext.Current.CancellationToken));
        Assert.Contains("could not be downloaded", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Cache));
    }

    private sealed class Server(byte[]? content) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromResult(content is null ? new HttpResponseMessage(HttpStatusCode.NotFound)
                : new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) });
        }
    }
}
