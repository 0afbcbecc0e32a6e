#!/usr/bin/env python3
"""Compares `assay debug hdf5` with h5py: every attribute (with its texts), dataset, soft and external link of
files that h5py makes with every setting of libver, user blocks, dense and compact storage, and of files given.
Usage: hdf5.py ASSAY [FILE...]"""
import json, os, re, subprocess, sys, tempfile
import h5py
import numpy as np


def make(directory):
    made = []
    for libver in ('earliest', 'v108', 'v110', 'v112', 'v114', 'latest'):
        for block in (0, 512, 4096):
            path = os.path.join(directory, f'{libver}-{block}.h5')
            try:
                f = h5py.File(path, 'w', libver=libver, userblock_size=block)
            except ValueError:
                continue  # this HDF5 does not know the version
            with f:
                fill(f, libver)
            made.append(path)
    return made


def fill(f, libver):
    f.attrs['text'] = 'hello'
    f.attrs['bytes'] = np.bytes_(b'fixed')
    f.attrs['texts'] = ['a', 'bb', '', 'dddd']
    f.attrs['fixed'] = np.array([b'ab', b'c'])
    f.attrs['big_endian'] = np.arange(3, dtype='>f8')
    f.attrs['compound'] = np.zeros(2, dtype=[('a', 'i4'), ('b', 'S3')])
    f.attrs['void'] = np.void(b'abc')
    f.attrs['empty'] = h5py.Empty('f')
    f.attrs['config'] = json.dumps({'k': list(range(20000))})
    many = f.create_group('many')
    for i in range(2500):
        if i % 5:
            many.create_group(f'g{i}')
        else:
            many[f'd{i}'] = i
    ordered = f.create_group('ordered', track_order=True)
    for i in range(50):
        ordered[f'x{i}'] = i
    attrs = f.create_group('attrs', track_order=True)
    for i in range(200):
        attrs.attrs[f'a{i}'] = f'value {i}' * (i % 7)
    if libver != 'earliest':
        attrs.attrs['huge'] = np.bytes_(b'x' * 100000)
        attrs.attrs['array'] = np.zeros(20000)
    f['soft'] = h5py.SoftLink('/many/g1')
    f['external'] = h5py.ExternalLink('other.h5', '/p/q')
    for i in range(20):
        ordered[f's{i}'] = h5py.SoftLink(f'/s{i}')
        ordered[f'e{i}'] = h5py.ExternalLink(f'f{i}.h5', f'/e{i}')
    f['hard'] = f['many']
    f['many/up'] = f['/']
    f.create_dataset('chunks', data=np.arange(1000).reshape(10, 100), chunks=(5, 10), compression='gzip',
                     shuffle=True, fletcher32=True)
    f.create_dataset('grows', (10, 10), 'f4', maxshape=(None, None))
    f.create_dataset('vlen', data=np.array(['a', 'bb'], dtype=object), dtype=h5py.string_dtype())
    f['named'] = np.dtype([('a', 'i4'), ('s', 'S5')])
    f['string_type'] = np.dtype('S7')
    d = f.create_dataset('uses_named', (2,), dtype=f['named'])
    d.attrs.create('typed', b'abc', dtype=f['string_type'])
    f.create_dataset('elsewhere', (4,), 'u1', external=[('sibling.bin', 0, 4)])
    f['unicode \u00e9'] = 1
    f['null'] = h5py.Empty('i')
    f.create_group('L' * 500)
    layout = h5py.VirtualLayout((3, 100), dtype='f8')
    source = h5py.VirtualSource('src.h5', 'data', (100,))
    layout[0] = source
    layout[1, 10:20] = source[0:10]
    layout[2, ::2] = source[:50]
    f.create_virtual_dataset('virtual', layout)


def text_of(v):
    return v if isinstance(v, str) else bytes(v).rstrip(b'\0').decode('utf-8', 'replace')


def attributes(path, obj, out):
    for name in obj.attrs:
        aid = h5py.h5a.open(obj.id, name.encode())
        space, kind = aid.get_space(), aid.get_type()
        is_text = kind.get_class() == h5py.h5t.STRING
        values = None
        if is_text and space.get_simple_extent_type() != h5py.h5s.NULL:
            v = obj.attrs[name]
            values = [text_of(x) for x in (np.asarray(v, dtype=object).ravel() if not isinstance(v, (str, bytes)) else [v])]
            values = [x[:200] for x in values]
        out.add(('attribute', path, name, json.dumps(values)))


def walk(f):
    out, seen = set(), set()

    def visit(obj, path):
        address = h5py.h5o.get_info(obj.id).addr
        if address in seen:
            return
        seen.add(address)
        attributes(path, obj, out)
        if isinstance(obj, h5py.Dataset):
            out.add(('dataset', path))
            if obj.external:
                out.add(('external-file', path, obj.external[0][0]))
            if obj.is_virtual:
                for s in obj.virtual_sources():
                    out.add(('virtual-file', path, s.file_name, s.dset_name))
        if isinstance(obj, h5py.Group):
            for name in obj:
                link = obj.get(name, getlink=True)
                if isinstance(link, h5py.SoftLink):
                    out.add(('soft', path, name, link.path))
                elif isinstance(link, h5py.ExternalLink):
                    out.add(('external', path, name, link.filename, link.path))
                else:
                    visit(obj[name], (path if path != '/' else '') + '/' + name)

    visit(f['/'], '/')
    return out


STRING = r'"(?:[^"\\]|\\.)*"'


def unquote(s):
    return json.loads(s)


def ours(assay, path):
    run = subprocess.run([assay, 'debug', 'hdf5', path], capture_output=True)
    out = set()
    for line in run.stdout.decode().split('\n'):
        m = re.match(rf'([a-z-]+) ({STRING})', line)
        if not m:
            continue
        kind, obj = m.group(1), unquote(m.group(2))
        get = lambda label: next((unquote(x) for x in re.findall(rf' {label}=({STRING})', line)), None)
        if kind == 'attribute':
            texts = None
            if ' =' in line.split(' x ', 1)[-1]:
                texts = [unquote(x) for x in re.findall(STRING, line.split(' x ', 1)[1].split(' =', 1)[1])]
            if re.search(r' string \d+ x 0', line):
                texts = None
            out.add((kind, obj, get('name'), json.dumps(texts)))
        elif kind == 'dataset':
            out.add((kind, obj))
        elif kind == 'soft':
            out.add((kind, obj, get('name'), get('target')))
        elif kind == 'external':
            out.add((kind, obj, get('name'), get('file'), get('target')))
        elif kind == 'external-file':
            out.add((kind, obj, get('file')))
        elif kind == 'virtual-file':
            out.add((kind, obj, get('file'), get('target')))
        elif kind in ('problem', 'limit'):
            out.add((kind, line))
    return out


def main():
    assay, files = sys.argv[1], sys.argv[2:]
    bad = facts = 0
    with tempfile.TemporaryDirectory() as directory:
        files = files or make(directory)
        for path in files:
            with h5py.File(path, 'r') as f:
                want = walk(f)
            got = ours(assay, path)
            facts += len(want)
            for kind, facts_of in (('missing', want - got), ('invented', got - want)):
                for fact in sorted(facts_of, key=str)[:5]:
                    print(f'{os.path.basename(path)}: {kind}: {str(fact)[:300]}')
                bad += len(facts_of)
    print(f'hdf5: {len(files)} files, {facts} facts, {bad} differences')
    return bad != 0


if __name__ == '__main__':
    sys.exit(main())
